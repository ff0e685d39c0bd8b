/** What was told of subscriptions and their payments. */
@NullMarked
package io.tallybook.api.flexprice.notice;

import org.jspecify.annotations.NullMarked;
