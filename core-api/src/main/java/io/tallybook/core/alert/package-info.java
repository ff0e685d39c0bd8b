/** Alerts: what is watched, when somebody is told, and what was told. */
@NullMarked
package io.tallybook.core.alert;

import org.jspecify.annotations.NullMarked;
