"""Practice from a note (`kenzan quiz --from`): questions on its own verified claims, with wrong options that give nothing away."""
