@NullMarked
package io.tallybook.query.wallet;

import org.jspecify.annotations.NullMarked;
