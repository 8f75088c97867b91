"""How true the map has been: forecasts held against what came, beside naive rivals."""
