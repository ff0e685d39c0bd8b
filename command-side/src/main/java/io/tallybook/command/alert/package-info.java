/** Alert settings and alerts: decisions. */
@NullMarked
package io.tallybook.command.alert;

import org.jspecify.annotations.NullMarked;
