package io.tallybook.ingestion.planted;

import io.tallybook.query.planted.PlantedRow;

/** A reader of usage that asks a view. */
record LooksIntoViews(PlantedRow row) {}
