/** What follows events as they come: ongoing costs and balances, in memory. */
@NullMarked
package io.tallybook.query.live;

import org.jspecify.annotations.NullMarked;
