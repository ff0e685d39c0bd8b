/** What was paid for and is not used after a change goes to the customer's wallet. */
@NullMarked
package io.tallybook.sagas.unusedcredit;

import org.jspecify.annotations.NullMarked;
