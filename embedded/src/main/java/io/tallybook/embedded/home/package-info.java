@NullMarked
package io.tallybook.embedded.home;

import org.jspecify.annotations.NullMarked;
