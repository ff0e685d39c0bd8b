/** A repeated POST gets the answer of the first one. */
@NullMarked
package io.tallybook.api.idempotency;

import org.jspecify.annotations.NullMarked;
