mod files;
mod round_trip;
