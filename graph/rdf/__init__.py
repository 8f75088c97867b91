"""Other ways to write, keep and ask a map than Turtle files: RDF formats, SPARQL, endpoints.

Only this package (and the exporters) may know rdflib and pyoxigraph; both are imported when used.
"""
