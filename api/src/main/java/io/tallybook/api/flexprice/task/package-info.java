/**
 * Jobs: files of usage events, imported in the background with progress.
 *
 * <p>A job is no commercial fact and has no events: what it brings in has, each event with its own
 * receipt. Whoever runs a job holds it for a while and says so again and again; if it dies, another
 * takes the job up where the last note of its progress stands, and what came in twice is recognised
 * by the events' identity.
 */
@NullMarked
package io.tallybook.api.flexprice.task;

import org.jspecify.annotations.NullMarked;
