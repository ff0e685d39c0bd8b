/** The view of customers. */
@NullMarked
package io.tallybook.query.customer;

import org.jspecify.annotations.NullMarked;
