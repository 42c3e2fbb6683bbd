"""What readers see in a notebook and in a report: results as blocks (`tables`) and as pictures (`figures`)."""
