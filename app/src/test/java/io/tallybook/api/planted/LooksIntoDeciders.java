package io.tallybook.api.planted;

import io.tallybook.command.planted.PlantedDecider;

/** A route that decides by itself. */
record LooksIntoDeciders(PlantedDecider decider) {}
