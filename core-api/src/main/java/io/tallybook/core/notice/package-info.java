/** What somebody has to be told of the life and the payments of a subscription. */
@NullMarked
package io.tallybook.core.notice;

import org.jspecify.annotations.NullMarked;
