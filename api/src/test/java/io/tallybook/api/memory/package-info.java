@NullMarked
package io.tallybook.api.memory;

import org.jspecify.annotations.NullMarked;
