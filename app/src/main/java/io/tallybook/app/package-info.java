@NullMarked
package io.tallybook.app;

import org.jspecify.annotations.NullMarked;
