@NullMarked
package io.tallybook.api;

import org.jspecify.annotations.NullMarked;
