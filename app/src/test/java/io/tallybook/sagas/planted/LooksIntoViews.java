package io.tallybook.sagas.planted;

import io.tallybook.query.planted.PlantedRow;

/** A process that reads another room's tables. */
record LooksIntoViews(PlantedRow row) {}
