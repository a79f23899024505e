pcs-up-to-date = { $done } of { $all } PCs are up to date.
