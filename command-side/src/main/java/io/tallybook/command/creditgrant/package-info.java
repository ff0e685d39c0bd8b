/** Credit grants: what is given when, and how often. */
@NullMarked
package io.tallybook.command.creditgrant;

import org.jspecify.annotations.NullMarked;
