@NullMarked
package io.tallybook.core.invoice;

import org.jspecify.annotations.NullMarked;
