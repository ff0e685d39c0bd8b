/** Rules of what goes back to a wallet. */
@NullMarked
package io.tallybook.sagas.unusedcredit;

import org.jspecify.annotations.NullMarked;
