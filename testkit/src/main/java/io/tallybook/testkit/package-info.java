@NullMarked
package io.tallybook.testkit;

import org.jspecify.annotations.NullMarked;
