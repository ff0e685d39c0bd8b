package io.tallybook.command.planted;

import io.tallybook.query.planted.PlantedRow;

/** A decider that asks a view. */
record LooksIntoViews(PlantedRow row) {}
