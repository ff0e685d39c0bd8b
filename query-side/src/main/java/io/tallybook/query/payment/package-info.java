/** The payments' view. */
@NullMarked
package io.tallybook.query.payment;

import org.jspecify.annotations.NullMarked;
