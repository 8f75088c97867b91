"""The explorer: ``streamlit run app.py``."""

from graph.views.application import main

main()
