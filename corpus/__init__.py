"""What a policy document is: types, numbers, dates, validity and the catalogue of them all."""
