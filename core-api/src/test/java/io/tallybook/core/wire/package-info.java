@NullMarked
package io.tallybook.core.wire;

import org.jspecify.annotations.NullMarked;
