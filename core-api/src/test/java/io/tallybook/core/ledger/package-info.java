@NullMarked
package io.tallybook.core.ledger;

import org.jspecify.annotations.NullMarked;
