package io.tallybook.domain.planted;

/** An amount that cannot hold a tenth. */
record UsesBinaryFloatingPoint(double amount) {}
