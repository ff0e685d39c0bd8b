/** The view of subscriptions. */
@NullMarked
package io.tallybook.query.subscription;

import org.jspecify.annotations.NullMarked;
