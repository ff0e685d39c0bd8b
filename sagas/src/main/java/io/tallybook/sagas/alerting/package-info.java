/** Alerting: watched values, and when somebody is told. */
@NullMarked
package io.tallybook.sagas.alerting;

import org.jspecify.annotations.NullMarked;
