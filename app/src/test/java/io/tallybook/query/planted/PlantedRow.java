package io.tallybook.query.planted;

/** Something of the query side. */
public record PlantedRow(String column) {}
