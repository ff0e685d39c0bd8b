/** Reading what a client sent, field by field, and saying exactly what is wrong with it. */
@NullMarked
package io.tallybook.api.request;

import org.jspecify.annotations.NullMarked;
