/** What begins in the place of a subscription that has ended. */
@NullMarked
package io.tallybook.sagas.succession;

import org.jspecify.annotations.NullMarked;
