"""The pages of the organisation: units, their kinds and lists of units, for those who may see and change them."""
