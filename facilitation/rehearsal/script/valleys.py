"""Two cases along the water: a marsh to share, a harbour district whose people have seen many plans."""

from .story import Line, Story

MARSH = Story(
    title="Faire une place aux chasseurs dans la charte du marais",
    rough_title="La charte du marais",
    kind="project",
    told=(
        "Nous écrivons une charte d’usage pour quatre cents hectares de marais, avec neuf communes.",
        "Pêcheurs, maraîchers et naturalistes sont autour de la table, les chasseurs ont claqué la porte.",
        "Leur président me téléphone le soir, très courtois, mais ne revient pas.",
        "Le financeur attend une signature à l’automne, avec tout le monde.",
        "Je suis naturaliste de formation et je crois que cela se voit trop.",
    ),
    exchanges=(
        ("Depuis quand les chasseurs ne viennent-ils plus ?", "Depuis février, après la carte des zones calmes."),
        ("Qui avait dessiné cette carte ?", "Mon équipe, avec les données de comptage d’oiseaux."),
        ("Combien de chasseurs fréquentent le marais ?", "Environ cent vingt, dans trois sociétés."),
        ("Que demandent-ils, dans leurs mots ?", "Qu’on arrête de parler d’eux quand ils ne sont pas là."),
        ("Les neuf communes sont-elles d’accord entre elles ?", "Sept oui, deux attendent de voir."),
        ("Que risque la démarche sans leur signature ?", "La moitié du financement et l’entretien des fossés."),
        ("Qui entretient les fossés aujourd’hui ?", "Eux, bénévolement, depuis trente ans."),
        ("As-tu déjà passé une matinée avec eux ?", "Non, on me l’a proposé deux fois."),
    ),
    rough_request="Comment faire revenir les chasseurs ?",
    request="J’aimerais que le groupe m’aide à rouvrir la discussion avec les chasseurs sans perdre les autres.",
    suggestions={
        "idea": (
            "Retirer la carte, la poser vierge sur la table et la redessiner à douze.",
            "Tenir la prochaine rencontre dans leur cabane, à leur heure.",
            "Commencer la charte par la liste de tout ce que chacun entretient.",
            "Proposer deux rédacteurs par article, jamais du même usage.",
            "Faire une version d’essai pour une saison, avec une date pour la revoir.",
        ),
        "experience": (
            "Sur notre étang, une matinée de fauche commune a remplacé six réunions.",
            "Nous avions signé sans un des usagers : il a fallu tout reprendre l’année suivante.",
            "Le mot « zone » a bloqué nos échanges pendant des mois, « période » les a débloqués.",
        ),
        "resource": (
            "Une technicienne de la fédération fait très bien le pont entre les deux mondes.",
            "Les archives des anciens règlements du marais sont à la mairie, c’est passionnant.",
            "Le parc a une grille pour dire qui fait quoi, quand, avec quel effet.",
        ),
        "question": (
            "Que verrait un chasseur s’il lisait ta dernière lettre ?",
            "Quelle règle as-tu envie de défendre même si elle fait partir quelqu’un ?",
            "Qui d’autre s’est tu sans claquer la porte ?",
        ),
        "impression": (
            "Je trouve que tu parles d’eux avec beaucoup d’estime, leur as-tu dit ?",
            "J’entends surtout une blessure autour de la carte.",
        ),
        "metaphor": (
            "Une charte, c’est comme un fossé : sans curage, l’eau passe ailleurs.",
            "Vous jouez la même partition, chacun dans sa pièce.",
        ),
        "help": (
            "Mon oncle chasse là-bas, je peux demander comment il a vécu la réunion.",
            "Je te prête notre barque à fond plat pour la visite.",
        ),
    },
    plan=(
        Line(
            "Accepter la matinée au marais", "Rappeler le président ce soir", "avant dimanche", "", "venir sans carte"
        ),
        Line(
            "Remettre la carte à plat avec les trois sociétés",
            "Imprimer un fond vierge",
            "début mai",
            "la technicienne de la fédération",
            "prévenir d’abord les maraîchers",
        ),
        Line(
            "Proposer une charte d’une saison", "En parler au financeur", "juin", "Paul connaît la chargée de mission"
        ),
    ),
    learnings=(
        "Une carte trop tôt ferme une discussion.",
        "Je peux nommer d’où je parle, cela rassure tout le monde.",
        "Ceux qui entretiennent ont quelque chose à dire que les données ne disent pas.",
        "J’accepterai l’invitation avant d’écrire la convocation.",
    ),
)

HARBOUR = Story(
    title="Rouvrir le dialogue dans un quartier fatigué des projets",
    rough_title="Le quartier du port",
    kind="problem",
    told=(
        "Le quartier du port a connu cinq plans en vingt ans, on me l’a rappelé dès la première porte.",
        "Je suis chargé de mission depuis huit mois, seul, avec un local au rez-de-chaussée.",
        "Les jeunes viennent pour le wifi, les anciens pour les papiers, personne pour le projet.",
        "Le comité citoyen prévu compte trois inscrits.",
        "Je ne veux pas d’un sixième plan qui finit dans un tiroir.",
    ),
    exchanges=(
        ("Qu’est-il resté des cinq plans ?", "Un terrain de jeux, un rond-point et beaucoup de rapports."),
        ("Combien d’habitants compte le quartier ?", "Deux mille trois cents, dont un tiers de moins de vingt ans."),
        ("Que font les trois inscrits ?", "Une retraitée, un éducateur, un jeune qui cherche un stage."),
        ("De quoi parle-t-on au local, le plus souvent ?", "Des ascenseurs et du bus du soir."),
        ("As-tu le pouvoir d’agir sur l’un des deux ?", "Sur le bus un peu, sur les ascenseurs non."),
        ("Qui a ouvert le local avant toi ?", "Une association qui a perdu sa subvention."),
        ("Que mesurera-t-on dans un an ?", "Le nombre de réunions tenues, je le crains."),
        ("Y a-t-il un lieu où l’on se retrouve sans toi ?", "Le terrain de boules et la laverie."),
    ),
    rough_request="J’aimerais des idées pour le quartier.",
    request="J’aimerais que le groupe m’aide à choisir un premier geste utile,"
    " visible avant l’été, qui donne envie de revenir.",
    suggestions={
        "idea": (
            "Régler le bus du soir, et seulement cela, avec ceux qui le prennent.",
            "Afficher dans le local ce que chaque plan a laissé, le bon comme le mauvais.",
            "Déplacer le bureau à la laverie un après-midi par semaine.",
            "Payer le jeune en stage pour tenir l’enquête avec toi.",
            "Faire un repas de palier, un escalier à la fois.",
        ),
        "experience": (
            "Un simple banc réparé dans la semaine nous a rendu deux ans de confiance.",
            "Nous avons supprimé le comité et gardé un petit-déjeuner mensuel : quarante personnes.",
            "Raconter les échecs passés en ouverture a détendu toute la salle.",
        ),
        "resource": (
            "La régie des bus a un budget pour les lignes d’essai, demande le service des usages.",
            "L’association d’avant a gardé ses carnets, elle les prête volontiers.",
            "Une compagnie de théâtre cherche des récits de quartier à partir de mai.",
        ),
        "question": (
            "Et si les ascenseurs étaient le vrai projet ?",
            "Qui gagnerait à ce que rien ne change ?",
            "Qu’aimerais-tu qu’on dise du local dans trois ans ?",
        ),
        "impression": (
            "Ton quartier n’est pas fatigué, il est prudent.",
            "J’entends que tu as déjà choisi le bus.",
        ),
        "metaphor": (
            "Un sixième étage sur une maison dont personne n’habite le premier.",
            "Tu as un phare, il te manque un quai.",
        ),
        "help": (
            "Je t’ouvre mon carnet à la régie des transports.",
            "On peut jumeler nos deux locaux pour une journée.",
        ),
    },
    plan=(
        Line(
            "Obtenir un essai du bus de 22 h en juin",
            "Compter les usagers trois soirs",
            "à partir de lundi",
            "le jeune en stage",
            "annoncer un essai, pas une victoire",
        ),
        Line(
            "Tenir permanence à la laverie",
            "Demander l’accord de la gérante",
            "le mercredi",
            "Nadège connaît la gérante",
        ),
        Line(
            "Afficher la mémoire des cinq plans",
            "Reprendre les carnets",
            "mai",
            "l’association d’avant",
            "rester juste",
        ),
    ),
    learnings=(
        "Un petit geste tenu vaut mieux qu’un grand plan.",
        "La méfiance raconte une histoire, je vais l’écouter.",
        "Je mesure des réunions alors que je veux des retours.",
        "Demander « que puis-je décider ? » clarifie tout.",
    ),
)
