@NullMarked
package io.tallybook.embedded.kafka;

import org.jspecify.annotations.NullMarked;
