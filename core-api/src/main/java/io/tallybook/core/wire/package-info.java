/** How messages are written: stable names, exact decimals. */
@NullMarked
package io.tallybook.core.wire;

import org.jspecify.annotations.NullMarked;
