package io.tallybook.core.alert;

/**
 * One change of an alert, as the log shows it.
 *
 * @param id of the line
 * @param alert as it stood after the change
 * @param change what changed
 */
public record AlertLogView(String id, AlertView alert, AlertEvent.Changed change) {}
