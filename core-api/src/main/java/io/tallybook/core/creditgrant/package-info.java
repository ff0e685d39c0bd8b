/** Credit grants: credits that are given, once or again and again. */
@NullMarked
package io.tallybook.core.creditgrant;

import org.jspecify.annotations.NullMarked;
