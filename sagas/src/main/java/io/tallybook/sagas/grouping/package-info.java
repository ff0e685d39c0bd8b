/** How subscriptions come to be invoiced together, and cease to. */
@NullMarked
package io.tallybook.sagas.grouping;

import org.jspecify.annotations.NullMarked;
