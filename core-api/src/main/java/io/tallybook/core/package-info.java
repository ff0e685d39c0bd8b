@NullMarked
package io.tallybook.core;

import org.jspecify.annotations.NullMarked;
