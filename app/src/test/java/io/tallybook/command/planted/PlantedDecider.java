package io.tallybook.command.planted;

/** Something of the command side. */
public record PlantedDecider(String rule) {}
