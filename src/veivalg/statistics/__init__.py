"""Where figures come from and how they are kept: importer, data set, decoder, vectorised index. No Django."""
