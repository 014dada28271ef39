mod csv;
mod hostile;
mod xlsx;
