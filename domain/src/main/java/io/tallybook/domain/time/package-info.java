/** The billing calendar: periods, schedules, windows and the share of a period that was used. */
@NullMarked
package io.tallybook.domain.time;

import org.jspecify.annotations.NullMarked;
