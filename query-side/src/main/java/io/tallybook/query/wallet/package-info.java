/** The view of wallets and of every movement in them. */
@NullMarked
package io.tallybook.query.wallet;

import org.jspecify.annotations.NullMarked;
