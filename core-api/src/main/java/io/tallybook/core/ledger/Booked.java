package io.tallybook.core.ledger;

import io.tallybook.domain.ledger.Journal;

/**
 * A book after an event, and what the event did to the accounts.
 *
 * @param book what has to be known of an entity to book its next event
 */
public record Booked<B extends Book>(B book, Journal journal) {}
