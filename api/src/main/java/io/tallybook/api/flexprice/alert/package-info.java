/** Alerts: settings and log. */
@NullMarked
package io.tallybook.api.flexprice.alert;

import org.jspecify.annotations.NullMarked;
