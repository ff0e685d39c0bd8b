package io.tallybook.query.planted;

import io.tallybook.command.planted.PlantedDecider;

/** A reader that looks behind the counter. */
record LooksIntoCommands(PlantedDecider decider) {}
