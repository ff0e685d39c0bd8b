@NullMarked
package io.tallybook.core.catalogue;

import org.jspecify.annotations.NullMarked;
