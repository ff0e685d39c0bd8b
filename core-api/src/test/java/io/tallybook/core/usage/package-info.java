@NullMarked
package io.tallybook.core.usage;

import org.jspecify.annotations.NullMarked;
